from django.urls import path

from accident_manager.web.pages.brand import brand_css

urlpatterns = [path("brand.css", brand_css, name="brand-css")]
